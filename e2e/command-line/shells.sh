# Types into a terminal (tmux) as a person does: completion in bash, zsh and fish, colour and pager.
# run.sh sources this; the folder $work/XA holds a node, and $work/bin the program.

# terminal COMMAND: a terminal of 80 columns and 24 lines in which COMMAND runs.
terminal() {
    tmux -L "heliograph-$$" -f /dev/null new-session -d -x 80 -y 24 -c "$work" \
        "env PATH='$work/bin:$PATH' HELIOGRAPH_DIR='$work/XA' TERM=screen HOME='$work' $1"
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
