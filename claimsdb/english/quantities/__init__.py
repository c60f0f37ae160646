"""Numbers, money, percentages, durations and dates, with their values."""
