"""Limits of what is read, in one place."""

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 5_000_000
MAX_PAGES = 2_000
SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
