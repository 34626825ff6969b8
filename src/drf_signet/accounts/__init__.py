"""
Accounts: sign-up by e-mail link, passwords and addresses that their users can change, accounts that they can delete.

Where things are, from the bottom up; each module imports only from those above it in this list.

    lookalikes              names that look alike
    models, signals         EmailAddress: who has which address, and since when that is verified; PendingSignUp: who
                            would like to be somebody; NameKey: who has a name; WaitingMail: what is not sent yet
    console_mail            prints mails, while a project is developed
    input_rules             what no name and no address may contain
    project_rules           what the project's own code refuses
    compare_and_swap        of several changes at once, one wins
    email_addresses         who has an address, and whether that is verified; usernames, who has a name;
                            unverified_log, who can't sign in without that
    links, link_pages       what the links in mails carry, one kind for each purpose; where they lead
    recipients              whom a mail is about; mail_tables, where it waits; request_context, where that is
    waiting_mails, mail_attempt, leases, mail_threads       mails that wait in a table, and who sends them;
                            polling_round, where they look; context_variables, what goes along while the process lives
    known_devices           from which devices a user has signed in
    user_fields             what the user model has; user_manager, how the project's manager makes a user
    user_creation           a user, with a claim to the address
    password_check          the present password, and new ones; external_passwords, whose password is kept elsewhere;
                            ways_in, how else a user may sign in
    delivery                what identifies a mail that is sent again; table_dispatcher, who writes it down
    outbox, mail            off the path of the request; what each mail looks like
    task_dispatcher         workers of Django's tasks send it; tasks_package, whose those are
    dispatcher_checks       what ``manage.py check`` says about those
    pending_sign_ups        sign-ups that wait for their link; pending_fields, what they were sent
    unproven_accounts       accounts that sign-ups of an earlier version made with addresses nobody has proved
    taken_fields            which field of a new user is somebody's; free_names, a name for whoever chose none
    formless_sign_ups       what keeps those that need no form from making users, for checks
    jobs                    what is looked up and sent there; mail_language, in which language
    passwordless            accounts that need no password, and those that their owners take over
    passwordless_sign_ups   such sign-ups that wait for their link
    sign_in_notice          has users told of a sign-in from a new device
    sign_up, activation, password_reset, password_change, email_change, user_change, deletion       the flows
    sign_in_report          the flow of a user who says that it was somebody else
    receivers               refuses a sign-in until the address is verified, and says so; sends what servers left
    backends                sign-in by e-mail address, too
    fields, serializers, link_serializers, password_serializers, views, urls      the REST framework edge
    admin, schema, testing  for the admin, for drf-spectacular, for tests
    checks, page_checks, user_checks
                            what ``manage.py check`` says

For whoever asks, an address that has an account is like one that has none: requests do the same work for both.
Only the mail differs.
"""
