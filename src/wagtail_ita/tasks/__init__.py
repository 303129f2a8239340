"""Long work that a worker does in the background, on Wagtail's own framework for tasks.

``downloads`` makes the files of a report ahead of the first visitor, ``links`` looks at a year
from outside, ``running`` knows who does the work. The site's setting ``TASKS`` chooses the
worker. A task takes plain values, may run twice, and does nothing for a page that is gone. Its
module and name stand in queues: neither changes while a task may be waiting.
"""
