"""Practice cases: packs of them, a comparison that teaches, paths, and progress.

    packs/*.json -> loading -> Pack
    form -> forms -> Attempt;  Pack and Attempt -> feedback -> Feedback -> *_view -> page
    Feedback -> record -> Record -> progress, boxes, library (what is next), group (a class)

All of these are frozen values and pure functions. Flask is known to the modules named `*pages` and
to `shelf`, click to `command`; records are kept by whatever is a `store.RecordStore`.
"""
