"""The roster as municipalities have it: from a spreadsheet to people, and back.

    read(data)                  # bytes of CSV or XLSX → the people, and what could not be read
    compare(there, read)        # what taking it in would do, one by one
    to_csv(people), to_xlsx(…)  # what `read` reads again unchanged

Pure: bytes and people in, people and bytes out. Words for what is wrong are message ids, put in
the reader's language where they are shown.
"""
