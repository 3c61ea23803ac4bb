"""The demo county and the synthetic England, written as files in publishers' layouts.

Invented from a seed and labelled so on every page. Imported by nothing but ``jobs``.
"""
