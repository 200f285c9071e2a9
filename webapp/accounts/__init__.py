"""Accounts on the page: who is here, signing in and out, people, the audit.

Without accounts (`RECORDS` is off or own) there is one person and no sign-in; see `here`.
"""
