"""Supervision rounds: several people formulate one note blind, compare, and agree.

    form -> forms -> Entry;  Round and Entries -> Sitting -> seen (what this person may see)
    Sitting -> comparison -> views -> page;  Sittings -> agreement -> figures -> page
    Sitting -> exports: Markdown, JSON, DOCX, PDF

All of these are frozen values and pure functions. Flask is known to the modules named `*pages`, to
`blueprints` and to `table`; rounds are kept by whatever is a `store.RoundStore`.
"""
