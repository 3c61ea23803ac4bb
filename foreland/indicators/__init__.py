"""The catalogue of indicators as data, joined to publishers' codes when facts are read.

A new indicator needs no new ingest. Compares, rates and draws nothing.
"""
