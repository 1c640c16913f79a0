"""Invoices, receipts, pro-formas and credit notes: numbered without gaps, printed, never changed.

Promises: a document is a snapshot that stays as it was issued; a line of an order stands on one
invoice or credit note at most; what was printed wrong is credited and invoiced anew (T03).
"""
