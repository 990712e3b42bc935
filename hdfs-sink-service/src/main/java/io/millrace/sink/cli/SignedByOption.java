package io.millrace.sink.cli;

import io.millrace.sink.upkeep.Upkeeper;
import java.util.UUID;
import picocli.CommandLine.Option;

/** Who changes what is stored; a mixin. */
final class SignedByOption {
    @Option(
            names = "--signed-by",
            paramLabel = "NAME",
            defaultValue = "${env:UPKEEP_SIGNED_BY:-${sys:user.name}}",
            description =
                    "Name of the person or job that stands in the record [UPKEEP_SIGNED_BY]. Default: the user's name")
    private String by;

    Upkeeper upkeeper(String reason) {
        return new Upkeeper(by, reason, () -> UUID.randomUUID().toString());
    }
}
