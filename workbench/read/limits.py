"""Limits of what is read, in one place; a document over a limit is refused with TooLarge, never cut."""

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 1_000_000  # of a text: a book of 400 pages
MAX_FIGURES = 20_000  # figures in digits or words: each costs a look at its sentence and at the tables
MAX_LINE_CHARACTERS = 2 * MAX_CHARACTERS  # of a .jsonl, where a character may be written as an escape
MAX_SCRAPED_CHARACTERS = 2_000_000  # above these a page is read without the help of trafilatura and htmldate
MAX_SCRAPED_TAGS = 20_000
MAX_PAGES = 2_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 10_000  # files within a DOCX
SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
START_SECONDS = 5  # that a reading process may take to start and to answer
MAX_CLAIMS = 20_000  # of a document in the review store
MAX_ADDRESS_CHARACTERS = 2_000
FIELDS = {"id": 300, "title": 2_000, "url": MAX_ADDRESS_CHARACTERS, "author": 1_000, "publisher": 1_000}
FETCH_SECONDS = 30
FETCH_REDIRECTS = 5
