"""The Minutier panel of Writer: standard library and Python 3.8 only, since it runs on the office's own Python."""
