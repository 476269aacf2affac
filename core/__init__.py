"""What can be right or wrong without a database: pure functions over plain values."""
