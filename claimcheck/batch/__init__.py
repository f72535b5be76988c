"""Many articles at once: an input is cut into shards, shards are worked on by processes, their results are kept one by one.

sources/   a folder, JSONL, Parquet, WARC or a glob becomes a stream of items
shards     the stream becomes shards: the plan depends on the input only, never on who works on it
shard      what is done with one shard: a pure function, whoever calls it
workers    processes that do it, watched: one that hangs or dies costs at most one article
writing    a shard's results become files, whole or not at all; `journal` knows which are done
run        all of it together
"""
