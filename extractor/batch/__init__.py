"""Many files: found, read each in a process that may fail, and kept in the folder of a run that can be gone on with.

`inputs` finds the files, `work` is the unit of work, `child` and `workers` are the processes that do it, `ledger` and
`shards` keep what came of it, `engine` and `ray_engine` drive it on one machine or on many. Who wants the results of
a run asks `extractor.batch.run_folder.open_run`.
"""
