"""Fuzzing of the readers, guided by coverage: changes of a file that reach new code are kept."""
