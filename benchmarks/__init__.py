"""Side by side against a named floor: `python -m benchmarks [name …] [--size …] [--json]`.

What counts is the ratio to a floor that ran in the same rounds; seconds are of one machine.
"""
