SENTENCES = {
    "holidays.added": "added the bank holiday {name}",
    "holidays.removed": "removed the bank holiday {name}: {reason}",
    "holidays.school_added": "added the school holiday {name}",
    "holidays.school_removed": "removed the school holiday {name}",
    "holidays.learnt": "added {count} bank holidays, to the end of {last_year}",
}
