"""What every part of the site builds on: the record of one build, links, elements and languages."""
