# SPDX-License-Identifier: GPL-2.0-only
# Completion of nfsim's arguments in bash. What may stand where, nfsim itself is asked.

_nfsim() {
    local word=${COMP_WORDS[COMP_CWORD]} found
    found=$("${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return 0
    mapfile -t COMPREPLY < <(compgen -W "${found//:files/}" -- "$word")
    case $found in
    *:files*)
        local files
        mapfile -t files < <(compgen -f -- "$word")
        COMPREPLY+=("${files[@]}")
        ;;
    esac
}

complete -o filenames -F _nfsim nfsim
