package io.github.multiarchmaven.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.LargeJavaImage;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long Maven takes for the goal {@code check}, by the times in Maven's own log: from its line for the goal to what the goal says last. Each is a
 * Maven of its own with a heap of 128 MB; the image is an application on {@link LargeJavaImage}. In a build the goal comes after {@code build}, as in users' poms; alone it is
 * {@code -Dimage}, where Maven loads the plugin after its line for the goal, and where the goal's own time is told apart. Takes the plugin out of
 * {@code target/it-repository}; run it as CONTRIBUTING.md says.
 */
class CheckGoalBenchmark {
    private static final int ROUNDS = Integer.getInteger("multiarch.rounds", 5);
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final String GOAL = " --- .*:check .*";
    /** With -X, Maven's line before it hands over to a goal. */
    private static final String BEGIN = " -- end configuration --.*";

    private static final String END = " Checked .*";

    @TempDir
    Path folder;

    private final Map<String, List<Double>> times = new LinkedHashMap<>();
    private String plugin;

    @Test
    void coldAndWarm() throws Exception {
        Path layout = Unavailable.orSkip(LargeJavaImage::layout);
        Matcher version = VERSION.matcher(Files.readString(TARGET.resolve("classes/META-INF/maven/plugin.xml")));
        assertTrue(version.find(), "the plugin's descriptor has its version");
        plugin = "io.github.multiarch-maven:multiarch-maven-plugin:" + version.group(1);
        project(layout, version.group(1));
        // Gets the other plugins, and warms the machine.
        assertEquals(0, maven("verify").run().exit(), "the project's first build, which may download");
        String alone = plugin + ":check";
        String image = "-Dimage=oci:" + layout + ":" + LargeJavaImage.TAG;
        for (int round = 0; round < ROUNDS; round++) {
            TestbedFolder.delete(folder.resolve("cache/contents"));
            measure("in a build, nothing in the cache", GOAL, "-o", "verify");
            measure("in a build, all layers in the cache", GOAL, "-o", "verify");
            measure("alone, all layers in the cache", GOAL, "-o", alone, image);
            measure("alone, without Maven's loading of the plugin", BEGIN, "-o", "-X", alone, image);
        }
        times.forEach((what, all) -> System.out.printf(
                Locale.ROOT,
                "%-45s median %.2f s (%.2f to %.2f)%n",
                what,
                all.stream().sorted().toList().get(all.size() / 2),
                all.stream().min(Double::compare).orElseThrow(),
                all.stream().max(Double::compare).orElseThrow()));
    }

    private void project(Path layout, String version) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(
                sources.resolve("Main.java"), "public class Main { public static void main(String[] args) {} }");
        Files.writeString(
                folder.resolve("pom.xml"),
                """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>app</artifactId>
                  <version>1.0</version>
                  <properties>
                    <maven.compiler.source>17</maven.compiler.source>
                    <maven.compiler.target>17</maven.compiler.target>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <build><plugins><plugin>
                    <groupId>io.github.multiarch-maven</groupId>
                    <artifactId>multiarch-maven-plugin</artifactId>
                    <version>%s</version>
                    <configuration>
                      <from>oci:%s:%s</from>
                      <image>hub.example.com/team/app:1.0</image>
                    </configuration>
                    <executions><execution><goals><goal>build</goal><goal>check</goal></goals></execution></executions>
                  </plugin></plugins></build>
                </project>
                """
                        .formatted(version, layout, LargeJavaImage.TAG));
    }

    private Command maven(String... arguments) {
        return Command.of(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-Dmaven.repo.local=" + TARGET.resolve("it-repository"),
                        "-Dmultiarch.cacheDirectory=" + folder.resolve("cache"),
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS")
                .with(arguments)
                .withEnvironment(Map.of("MAVEN_OPTS", "-Xmx128m"))
                .in(folder);
    }

    private void measure(String what, String from, String... arguments) {
        Command.Result result = maven(arguments).run();
        assertEquals(0, result.exit(), result::output);
        Duration time = Duration.between(time(result.output(), from), time(result.output(), END));
        times.computeIfAbsent(what, w -> new ArrayList<>())
                .add((time.isNegative() ? time.plusDays(1) : time).toMillis() / 1e3);
    }

    /** Of the last line that has the text. */
    private static LocalTime time(String log, String text) {
        Matcher line = Pattern.compile("(?m)^(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) \\[\\w+\\]" + text)
                .matcher(log);
        LocalTime time = null;
        while (line.find()) {
            time = LocalTime.parse(line.group(1));
        }
        if (time == null) {
            throw new IllegalStateException("Maven's log has no line with" + text + ": " + log);
        }
        return time;
    }
}
