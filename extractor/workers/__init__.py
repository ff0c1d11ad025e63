"""Processes that do one task after the other for others, so that one that hangs or crashes takes nothing else with it.

A `Pool` holds `Worker`s; a task goes to one that is free. What the process does with a task, batch and service say.
"""
