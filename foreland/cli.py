"""The command line: runs a command of ``commands`` and tells a user's mistake. Holds no logic.

The standard output holds only the answer; all else goes to the standard error. Exit 0: done;
1: something in the user's plan, data or question needs a person; 2: wrong usage.
"""

import sys

from cyclopts import CycloptsError

from foreland.commands import (  # noqa: F401  (each registers its commands)
    evidence,
    history,
    judgement,
    outlook,
    plan,
    publishing,
    school_next,
    school_services,
    school_support,
    school_trusts,
    school_workforce,
    schools,
)
from foreland.commands.shared import app, plan_app, say
from foreland.model.problems import ForelandError


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. A user's mistake is told without a trace."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """As ``main``; the exit status instead of the exit."""
    try:
        done = app(
            arguments,
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except CycloptsError as fault:
        say(f"error: {_usage(fault)}")
        say("Try: foreland --help")
        return 2
    except ForelandError as fault:
        for problem in fault.problems:
            say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Interrupted. What was done is kept; run the command again to go on.")
        return 130
    except BrokenPipeError:
        return 0
    except OSError as fault:
        say(f"error: {fault.filename or ''}: {fault.strerror or fault}. Mend it and run again.")
        return 1
    return done if isinstance(done, int) and not isinstance(done, bool) else 0


def _usage(fault: CycloptsError) -> str:
    return str(fault).strip() or type(fault).__name__


__all__ = ["app", "main", "plan_app", "run"]
