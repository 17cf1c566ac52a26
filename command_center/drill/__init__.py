"""The drill site: the same screens on separate ground, so that practice never touches real affairs (R-G4).

A site is one database. Which kind of ground a database is stands in the database itself, and a process whose settings say
otherwise serves nothing: a drill cannot be run on live data by a slip in an environment file (decision 0015).
"""
