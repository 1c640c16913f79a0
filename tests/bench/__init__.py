"""Benchmarks: what the program costs beside the least that the same answer can cost.

`python -m tests.bench` prints ratios of CPU time measured in one process and one run, so a loaded
machine changes them little. Nothing here asserts a number.
"""
