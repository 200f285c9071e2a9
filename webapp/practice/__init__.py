"""Practice cases: packs of them, a comparison that teaches, paths, and progress.

Nothing outside `pages` and `command` knows Flask or click; a pack, an attempt and a feedback are
frozen values.
"""
