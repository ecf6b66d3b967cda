"""`searchkit completion`: the script that a shell needs to complete commands and options."""

from __future__ import annotations

import click

from searchkit.cli.output import write_lines


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print the completion script of a shell.

    \b
    bash:  searchkit completion bash > ~/.local/share/bash-completion/completions/searchkit
    zsh:   searchkit completion zsh > "${fpath[1]}/_searchkit"
    fish:  searchkit completion fish > ~/.config/fish/completions/searchkit.fish
    """
    from click.shell_completion import get_completion_class

    from searchkit.cli.main import COMPLETE_VARIABLE, cli

    completion = get_completion_class(shell)
    assert completion is not None
    write_lines([completion(cli, {}, "searchkit", COMPLETE_VARIABLE).source()])
    return 0
