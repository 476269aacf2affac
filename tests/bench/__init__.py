"""The benchmarks of the quality design: `make bench`. Every figure is printed beside a baseline of the same run."""
