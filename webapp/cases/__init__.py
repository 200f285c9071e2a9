"""Cases on the page: a note kept deliberately, suggestions judged, hypotheses followed over weeks.

    reading -> keep (names out, looked at) -> judge (each suggestion) -> records
    records -> views (frozen values) -> templates

Modules named `*pages` know Flask; `suggestions`, `timeline` and `views` are pure.
"""
