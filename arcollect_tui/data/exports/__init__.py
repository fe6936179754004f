"""Files out: rows of typed cells written as CSV, XLSX or JSON lines."""
