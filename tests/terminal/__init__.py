"""The program on real terminals: through tmux, GNU screen and pseudo-terminals of our own.

What was promised for the keyboard before it was built, and which test shows each of it:

 1. The benchmark sequences, press for press, with the stored events: `test_presses`.
 2. Esc and a verb within 20 ms: `test_guards.test_esc_and_j_within_20_ms_are_esc_and_then_j`.
 3. 200 repeats of `n` after `c` log one call: `test_guards.test_200_repeats_of_a_key_log_one_call`.
 4. 50 pasted numbers are marked, nothing runs:
    `test_guards.test_pasted_document_numbers_are_marked_and_run_nothing`.
 5. A bulk verb with no marks refuses: `test_guards.test_a_bulk_verb_with_nothing_marked_is_refused`.
 6. Hundreds coded and undone give the same digest: `test_presses.test_short_pays_coded_and_undone`.
 7. A form survives kill -9, hang-up, signal and a mistake of the program:
    `test_interruption.test_a_half_typed_form_is_offered_again`; every form, one by one:
    `tests.tui.test_never_lost`; a full disk: `tests.faults.test_drafts`.
 8. `NO_COLOR`: no colour in the stream: `test_streams.test_no_colour_means_no_colour_on_any_screen`.
 9. vt100, linux, dumb, no locale: `test_streams.test_any_terminal_starts_works_and_quits`, `test_plain`.
10. Other sizes and back keep cursor, marks and draft:
    `test_sizes.test_cursor_and_marks_stay_through_sizes`,
    `test_sizes.test_a_half_typed_form_stays_through_sizes`.
11. The terminal's cursor is on the selected row:
    `test_sizes.test_the_terminal_cursor_stands_on_the_selected_row`.
12. At most 1,500 bytes for `j`: `test_streams.test_few_bytes_for_a_move_and_none_for_waiting`,
    `test_streams.test_few_bytes_for_a_move_in_the_items_list`.
13. Every published key is safe, arrives through tmux and screen, and stands in help, footer and palette:
    `test_keys`.
14. Every message of a refusal has a cure: `tests.test_cures`.
"""
