package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a module of every XML example in the documentation, so that Maven runs what users copy: a whole {@code <plugin>}, or a part
 * that is put where it belongs.
 */
public final class DocumentationPoms {
    private static final Pattern BLOCK = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL);
    private static final String PLUGIN =
            """
            <plugin>
              <groupId>io.github.multiarch-maven</groupId>
              <artifactId>multiarch-maven-plugin</artifactId>
              <version>VERSION</version>
              CONFIGURATION
              <executions>
                <execution>
                  <id>image</id>
                  <goals><goal>build</goal><goal>push</goal><goal>publish</goal></goals>
                </execution>
                EXECUTION
              </executions>
            </plugin>
            """;
    private static final String CONFIGURATION =
            """
            <configuration>
              <from>hub.example.com/base/java:17</from>
              <image>hub.example.com/team/${project.artifactId}:1.0</image>
              PART
            </configuration>
            """;

    private DocumentationPoms() {}

    /**
     * @param reactor gets a folder for each example, and their list in {@code pom.xml} in its empty {@code <modules />}
     * @param pages the Markdown files
     * @return the names of the modules
     */
    public static List<String> write(Path reactor, String registry, String version, List<Path> pages)
            throws IOException {
        List<String> modules = new ArrayList<>();
        for (Path page : pages) {
            Matcher matcher = BLOCK.matcher(Files.readString(page));
            while (matcher.find()) {
                String module = "example-" + (modules.size() + 1);
                Path folder = Files.createDirectories(reactor.resolve(module));
                String project = project(matcher.group(1).strip(), page)
                        .replaceAll("<version>.*</version>", "<version>" + version + "</version>")
                        .replace("hub.example.com", registry)
                        .replace("docker.io/", registry + "/")
                        // What one example writes another reads.
                        .replace("oci:target/", "oci:" + reactor + "/target/");
                Files.writeString(folder.resolve("pom.xml"), pom(module, project));
                copy(reactor.resolve("module"), folder);
                modules.add(module);
            }
        }
        Path pom = reactor.resolve("pom.xml");
        StringBuilder list = new StringBuilder();
        modules.forEach(m -> list.append("<module>").append(m).append("</module>"));
        Files.writeString(pom, Files.readString(pom).replace("<modules />", "<modules>" + list + "</modules>"));
        return modules;
    }

    private static String project(String example, Path page) {
        return example.startsWith("<reporting>")
                ? build(fill(CONFIGURATION.replace("PART", ""), "")) + example
                : build(plugin(example, page));
    }

    private static String build(String plugin) {
        return "<build><plugins>" + plugin + "</plugins></build>\n";
    }

    private static String plugin(String example, Path page) {
        String root = example.replaceFirst("(?s)^<(\\w+)>.*", "$1");
        return switch (root) {
            case "plugin" -> example;
            case "configuration" -> example.contains("<baseImages>") ? promote(example) : fill(example, "");
            case "execution" -> fill(CONFIGURATION.replace("PART", ""), example);
            case "platforms" -> fill(CONFIGURATION.replace("PART", example), "");
            default ->
                throw new IllegalStateException(page + " has an example that begins with <" + root
                        + ">: tell this class where it belongs, so that it is run");
        };
    }

    private static String promote(String configuration) {
        return fill(configuration, "").replaceAll("(?s)<goals>.*?</goals>", "<goals><goal>promote</goal></goals>");
    }

    private static String fill(String configuration, String execution) {
        return PLUGIN.replace("CONFIGURATION", configuration).replace("EXECUTION", execution);
    }

    private static String pom(String module, String project) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>com.example</groupId>
                    <artifactId>documentation</artifactId>
                    <version>1.0</version>
                  </parent>
                  <artifactId>%s</artifactId>
                  %s
                </project>
                """
                .formatted(module, project);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
