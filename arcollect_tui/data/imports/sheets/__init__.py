"""Workbooks, web pages, XML and JSON: their cells, opened in a process of their own."""
