"""What is true: pure functions over frozen values. No I/O, no SQL, and today is an argument."""
