"""The commands, a file a subject: thin over ``jobs``, which they import only when they run.

Hold no logic. What several commands share (options, how an answer is written) is in ``shared``.
"""
