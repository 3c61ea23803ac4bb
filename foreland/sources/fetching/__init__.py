"""Ask publishers for their files: politely, resumably, and never half.

``sources`` says whom to ask (data, not code), ``wanted`` turns a source into the addresses of its
files, ``asking`` keeps the manners, ``download`` brings one file and ``kept`` remembers it. Reads
no figure: what was fetched is read by ``foreland ingest`` like any other file.
"""
