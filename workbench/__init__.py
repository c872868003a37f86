"""Claim and figure fact-checking: extract figures and dates, check them against reference tables, record verdicts."""

__version__ = "0.1.0"
