"""The server: HTTP in front, processes that answer behind it.

One process speaks HTTP (:mod:`.app`) and holds no data. Processes that can be killed (:mod:`.answerer`) hold the store
and answer; :mod:`.pool` keeps them, gives them requests, ends those that take too long and puts new ones in their
place when the store was built anew.
"""
