"""Letters by e-mail: from the bytes on the mail server to a letter, or to a record that says why it is none."""
