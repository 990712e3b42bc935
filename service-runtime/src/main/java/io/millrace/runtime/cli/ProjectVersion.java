package io.millrace.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every program says about its version: its own name and the one number of the project. */
public final class ProjectVersion implements IVersionProvider {
    @Spec
    private CommandSpec spec;

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ProjectVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return new String[] {spec.root().name() + " " + properties.getProperty("version")};
    }
}
