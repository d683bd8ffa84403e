package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Released jars, fetched by this machine's Maven with its own settings and local repository: what it has already is had
 * offline.
 */
public final class MavenJars {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

    private MavenJars() {}

    /**
     * The jars' files by their coordinates.
     *
     * @param name of the set, a folder's
     * @param coordinates {@code groupId:artifactId:version} or {@code groupId:artifactId:version:classifier}
     * @throws Unavailable when there is no Maven, or it does not get one of them
     */
    public static Map<String, Path> fetch(String name, List<String> coordinates) throws Unavailable {
        String pom = pom(coordinates);
        Path folder = TestbedFolder.ofBuild().entry("jars-" + name, pom, made -> copy(made, pom));
        Map<String, Path> jars = new LinkedHashMap<>();
        for (String jar : coordinates) {
            String[] parts = jar.split(":");
            String classifier = parts.length > 3 ? "-" + parts[3] : "";
            jars.put(jar, folder.resolve(parts[0]).resolve(parts[1] + "-" + parts[2] + classifier + ".jar"));
        }
        return jars;
    }

    private static void copy(Path folder, String pom) throws IOException, Unavailable {
        Path maven = UnpackedPackages.find("mvn")
                .orElseThrow(() -> new Unavailable("Released jars need Maven: there is no mvn on the PATH."));
        Files.writeString(folder.resolve("pom.xml"), pom);
        Command command = Command.of(maven.toString(), "-B", "-ntp", "-q", PLUGIN + ":copy")
                .in(folder);
        // Offline first: then a machine with the jars in its local repository asks nobody.
        Command.Result offline = command.with("-o").run();
        Command.Result result = offline.exit() == 0 ? offline : command.run();
        if (result.exit() != 0) {
            throw new Unavailable("Maven does not get the jars: "
                    + result.output()
                            .lines()
                            .filter(line -> line.contains("ERROR"))
                            .findFirst()
                            .orElse(result.errors().strip()));
        }
    }

    private static String pom(List<String> coordinates) {
        StringBuilder items = new StringBuilder();
        for (String jar : coordinates) {
            String[] parts = jar.split(":");
            items.append("<artifactItem><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>"
                    .formatted((Object[]) parts));
            if (parts.length > 3) {
                items.append("<classifier>").append(parts[3]).append("</classifier>");
            }
            // Artifact ids of two groups may be equal.
            items.append("<outputDirectory>${project.basedir}/")
                    .append(parts[0])
                    .append("</outputDirectory></artifactItem>\n");
        }
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>testbed</groupId>
                  <artifactId>jars</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <build><plugins><plugin>
                    <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
                    <configuration><artifactItems>
                %s    </artifactItems></configuration>
                  </plugin></plugins></build>
                </project>
                """
                .formatted(PLUGIN.split(":")[0], PLUGIN.split(":")[1], PLUGIN.split(":")[2], items);
    }
}
