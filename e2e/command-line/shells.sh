# Types into a terminal (tmux) as a person does: completion in bash, zsh and fish, colour and pager.
# run.sh sources this; the folder $work/XA holds a node, and $work/bin the program.

# terminal COMMAND: a terminal of 80 columns and 24 lines in which COMMAND runs.
terminal() {
    tmux -L "heliograph-$$" -f /dev/null new-session -d -x 80 -y 24 -c "$work" \
        "env -u PAGER -u LESS -u NO_COLOR PATH='$work/bin:$PATH' HELIOGRAPH_DIR='$work/XA' TERM=screen HOME='$work' $1"
}
typed() { tmux -L "heliograph-$$" send-keys -l -- "$1"; }
key() { tmux -L "heliograph-$$" send-keys "$1"; }
screen() { tmux -L "heliograph-$$" capture-pane -p "$@"; }
shows() { screen | grep -q -- "$1"; }
close_terminal() { tmux -L "heliograph-$$" kill-server 2>/dev/null || true; }

# completes SHELL LINE WORD: after LINE and the tabulator the screen shows WORD.
completes() {
    key C-u
    key C-l
    until_true 10 "$1 has cleared its screen" lines_at_most 3
    typed "$2"
    key Tab
    until_true 20 "$1 completes \`$2\` to $3" shows "$3"
}
lines_at_most() { [ "$(screen | grep -c .)" -le "$1" ]; }

trap 'status=$?; close_terminal; finish_with $status' EXIT

for shell in bash zsh fish; do
    heliograph completion "$shell" >"$work/completion.$shell"
    case "$shell" in
        bash) terminal "bash --norc --noprofile"; typed "source '$work/completion.bash'" ;;
        zsh) terminal "zsh -f"; typed "autoload -U compinit; compinit -u -D; source '$work/completion.zsh'" ;;
        fish) terminal "fish --no-config"; typed "source '$work/completion.fish'" ;;
    esac
    key Enter
    typed "echo rea''dy"
    key Enter
    until_true 20 "$shell is ready" shows '^ready'
    completes "$shell" "heliograph federation pro" "propose"
    completes "$shell" "heliograph notice send --att" "--attach"
    completes "$shell" "heliograph inbox --state sup" "superseded"
    completes "$shell" "heliograph notice show XA-" "$shown_thread"
    completes "$shell" "heliograph keys rotate enc" "encryption"
    completes "$shell" "heliograph policy check po" "policy.json5"
    close_terminal
    say "$shell completes verbs, options, codes, numbers of notices, roles and files"
done

# The pager opens for what is longer than the screen, and for nothing else; colour can be refused.
terminal "bash --norc --noprofile"
typed "PS1='ready> '"
key Enter
until_true 10 "bash is ready" shows '^ready>'
typed "heliograph help"
key Enter
until_true 10 "help begins in the pager" shows 'Used most'
shows '^ready> *$' && fail "help did not stop at the end of the screen"
key q
until_true 10 "the pager has ended" shows '^ready> *$'
typed "clear; heliograph outbox"
key Enter
until_true 10 "a short list is printed" shows "$shown_thread"
until_true 10 "no pager opens for a short list" shows '^ready> *$'
screen -e | grep -q $'\e\\[1m.*THREAD' || fail "the headings of a list are not bold"
[ -z "$(screen | awk 'length > 80')" ] || fail "a line is wider than the terminal"
typed "clear; NO_COLOR=1 heliograph outbox"
key Enter
until_true 10 "the list is printed again" shows "$shown_thread"
screen -e | grep -q $'\e\\[1m.*THREAD' && fail "NO_COLOR has no effect"
say "a long text opens the pager, a short one does not; NO_COLOR is kept"

# A notice with more faults than the screen has lines is read in the pager, too.
heliograph notice new travel-alert --to XB --from XA --number 900 >"$work/empty.json"
typed "clear; heliograph notice validate '$work/empty.json'"
key Enter
until_true 10 "the faults begin in the pager" shows 'things in .*empty.json are wrong'
shows '^ready> *$' && fail "the faults did not stop at the end of the screen"
key q
until_true 10 "the pager of the faults has ended" shows '^ready> *$'
say "many faults open the pager"

# What cannot be undone asks on a terminal, and does nothing without a yes.
typed "clear; heliograph notice cancel $shown_thread --as officer-7"
key Enter
until_true 10 "the question is asked" shows 'Type yes to go on:'
shows "^$shown_thread (travel-alert" || fail "the question does not name the notice"
typed "no"
key Enter
until_true 10 "the cancel is refused" shows 'The answer was not yes. Nothing was sent. (not-confirmed)'
typed "clear; heliograph notice cancel $shown_thread --as officer-7"
key Enter
until_true 10 "the question is asked again" shows 'Type yes to go on:'
typed "yes"
key Enter
until_true 10 "the reason is asked for" shows 'Why?'
typed "He did not board."
key Enter
until_true 20 "the cancel is sent" shows "$shown_thread/2 cancel"
close_terminal
said draft discard XA-TA-2027-000001 --reason "given up" --as officer-7 --dir "$work/XA" </dev/null |
    grep -q 'not-confirmed' || fail "a script destroys a draft unasked"
said notice erase XA-TA-2027-000001 --yes --as officer-7 --dir "$work/XA" </dev/null |
    grep -q 'not-found' || fail "--yes is no answer"
say "what cannot be undone asks on a terminal, and is refused in a script without --yes"
