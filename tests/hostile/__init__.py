"""Makers of hostile and broken files, and tasks that fail on purpose."""
