#!/usr/bin/env bash
# Three nodes exchange 50 alerts a second for five minutes. Meanwhile every key of every node is
# replaced twice, and the trust list goes through three versions. LOAD_SECONDS shortens it.
source "$(dirname "$0")/../lib.sh"

seconds="${LOAD_SECONDS:-300}"
nodes=(XA XB XC)
federate "${nodes[@]}"
for code in "${nodes[@]}"; do
    sed -i 's/keyDrainMinutes: 60/keyDrainMinutes: 0/' "$work/$code/heliograph.json5"
    start "$code"
    others="$(echo "${nodes[@]/$code/}" | xargs | tr ' ' ,)"
    heliograph notice new --example travel-alert --from "$code" --to "$others" --arrives-in 9h --number 1 \
        --dir "$work/$code" >"$work/$code.json"
done

/usr/bin/python3 "$here/e2e/rotation-under-load/load.py" "$work" 50 "$seconds" >"$work/load.out" &
load=$!
say "50 alerts a second are on their way, for $seconds s"

# settled NODE ROLE: no key of the role is on its way in or out.
settled() {
    [ "$(heliograph keys list --dir "$work/$1" --json | json \
        "sum(k['role']=='$2' and k['state'] in ('staged','published','draining') for k in it['items'])")" -eq 0 ]
}

version=1
for round in 1 2; do
    for role in encryption signing transport issuing; do
        for code in "${nodes[@]}"; do
            heliograph keys rotate "$role" --dir "$work/$code" >/dev/null
        done
        for code in "${nodes[@]}"; do
            until_true 120 "$code has replaced its $role key" settled "$code" "$role"
        done
        say "round $round: every $role key is replaced"
        if [ "$role" = signing ] || [ "$round$role" = 1issuing ]; then
            version=$((version + 1))
            new_list XA
            say "trust list $version is in force at XA"
        fi
    done
done
# An issuing CA takes its leaves with it.
for code in "${nodes[@]}"; do
    for role in encryption signing transport; do until_true 120 "$code's $role key" settled "$code" "$role"; done
done
say "all rotations are done"
wait "$load" || fail "the load ended badly: $(tail -n 3 "$work/load.out")"
cat "$work/load.out"

holds_list() { [ "$(heliograph trust show --dir "$work/$1" --json | json 'it["version"]')" -eq "$version" ]; }
nothing_open() { [ "$(outbox "$1" | json 'sum(i["state"] in ("queued","sending") for i in it["items"])')" -eq 0 ]; }
for code in "${nodes[@]}"; do
    until_true 120 "$code holds list $version" holds_list "$code"
    until_true 180 "nothing waits at $code" nothing_open "$code"
done
for code in "${nodes[@]}"; do heliograph keys list --dir "$work/$code" --json >"$work/$code.keys"; done
for code in "${nodes[@]}"; do stop "$code"; done
/usr/bin/python3 "$here/e2e/rotation-under-load/account.py" "$work" "$version"
for code in "${nodes[@]}"; do agrees "$code"; done
say "proved: keys and lists changed under load; nothing was lost, doubled or late"
