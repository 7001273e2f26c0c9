"""Speed beside peers, in one run: `make bench` prints ratios and ends with one line of JSON."""
