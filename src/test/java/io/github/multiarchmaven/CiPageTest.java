package io.github.multiarchmaven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pipelines in {@code docs/ci.md}: sound as far as can be told without their services, and of commands that {@code src/it/ci} runs. */
class CiPageTest {
    private static final Path PAGE = Path.of("docs/ci.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHELL_STEP = Pattern.compile("sh '(.*)'");
    private static final Pattern ARCHITECTURE = Pattern.compile("\\$\\{\\{ matrix\\.arch }}|\\$ARCH");
    private static final Pattern MATRIX_VALUE = Pattern.compile("\\$\\{\\{ matrix\\.(\\w+) }}");

    /** GitLab's keywords beside the names of jobs, and its stages where a pipeline names none (CI/CD YAML syntax reference). */
    private static final Set<String> GLOBAL_KEYWORDS =
            Set.of("default", "image", "services", "variables", "cache", "stages", "include", "workflow");

    private static final List<String> STANDARD_STAGES = List.of(".pre", "build", "test", "deploy", ".post");

    private static List<String> blocks(String language, String file) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).startsWith(file))
                .map(block -> block.group(2))
                .toList();
    }

    private static List<JsonNode> pipelines(String file) throws IOException {
        List<JsonNode> pipelines = new ArrayList<>();
        for (String block : blocks("yaml", "# " + file)) {
            pipelines.add(new YAMLMapper().readTree(block));
        }
        assertFalse(pipelines.isEmpty(), file);
        return pipelines;
    }

    private static List<JsonNode> gitlab() throws IOException {
        return pipelines(".gitlab-ci.yml");
    }

    private static List<JsonNode> github() throws IOException {
        return pipelines(".github/workflows/");
    }

    private static List<Map.Entry<String, JsonNode>> jobs(JsonNode gitlab) {
        return gitlab.properties().stream()
                .filter(entry -> !GLOBAL_KEYWORDS.contains(entry.getKey()))
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return list.valueStream();
    }

    @Test
    void everyCommandIsRunAsItStands() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (JsonNode pipeline : gitlab()) {
            jobs(pipeline).forEach(job -> elements(job.getValue().path("script"))
                    .forEach(line -> commands.add(line.textValue())));
        }
        for (JsonNode workflow : github()) {
            elements(workflow.path("jobs"))
                    .flatMap(job -> elements(job.path("steps")))
                    .filter(step -> step.has("run"))
                    .forEach(step -> commands.add(step.path("run").textValue()));
        }
        for (String jenkinsfile : blocks("groovy", "// Jenkinsfile")) {
            SHELL_STEP.matcher(jenkinsfile).results().forEach(step -> commands.add(step.group(1)));
        }
        Set<String> shown = commands.stream()
                .flatMap(command -> Stream.of("amd64", "arm64")
                        .map(arch -> ARCHITECTURE.matcher(command).replaceAll(arch)))
                .collect(Collectors.toCollection(TreeSet::new));
        Properties project = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/it/ci/invoker.properties"))) {
            project.load(reader);
        }
        Set<String> run = project.stringPropertyNames().stream()
                .filter(name -> name.startsWith("invoker.goals."))
                .map(name -> "mvn -B " + project.getProperty(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(run, shown);
    }

    @Test
    void gitlabsJobsHaveScriptsAndStagesThatThereAre() throws IOException {
        for (JsonNode pipeline : gitlab()) {
            List<String> stages = pipeline.has("stages")
                    ? elements(pipeline.path("stages")).map(JsonNode::textValue).toList()
                    : STANDARD_STAGES;
            assertFalse(jobs(pipeline).isEmpty(), pipeline::toString);
            for (var job : jobs(pipeline)) {
                assertTrue(stages.contains(job.getValue().path("stage").textValue()), job::toString);
                assertFalse(job.getValue().path("script").isEmpty(), job::toString);
                assertTrue(
                        !job.toString().contains("$ARCH")
                                || job.getValue().at("/parallel/matrix/0").has("ARCH"),
                        job::toString);
            }
            // With TLS the client needs all of these (Docker, "Protect the Docker daemon socket").
            JsonNode variables = pipeline.path("variables");
            if (variables.has("DOCKER_HOST")) {
                assertEquals(
                        variables.path("DOCKER_TLS_CERTDIR").textValue() + "/client",
                        variables.path("DOCKER_CERT_PATH").textValue());
                assertEquals("1", variables.path("DOCKER_TLS_VERIFY").textValue());
            }
        }
    }

    @Test
    void githubsJobsHaveRunnersAndStepsAndNeedJobsThatThereAre() throws IOException {
        for (JsonNode workflow : github()) {
            // YAML 1.1 takes the bare word "on" for true; GitHub reads YAML 1.2.
            assertTrue(workflow.has("on") || workflow.has("true"), workflow::toString);
            JsonNode jobs = workflow.path("jobs");
            assertFalse(jobs.isEmpty(), workflow::toString);
            for (var job : jobs.properties()) {
                assertTrue(job.getValue().path("runs-on").isTextual(), job::toString);
                if (job.getValue().has("needs")) {
                    assertTrue(jobs.has(job.getValue().path("needs").textValue()), job::toString);
                }
                Set<String> known = elements(job.getValue().at("/strategy/matrix/include"))
                        .flatMap(entry -> entry.propertyStream().map(Map.Entry::getKey))
                        .collect(Collectors.toSet());
                MATRIX_VALUE
                        .matcher(job.toString())
                        .results()
                        .forEach(value -> assertTrue(known.contains(value.group(1)), job::toString));
                elements(job.getValue().path("steps"))
                        .forEach(step -> assertTrue(step.has("run") != step.has("uses"), step::toString));
                assertTrue(
                        elements(job.getValue().path("steps"))
                                .filter(step -> step.has("uses"))
                                .allMatch(step -> step.path("uses").textValue().matches("[\\w-]+/[\\w-]+@v\\d+")),
                        job::toString);
            }
        }
    }

    /** A property with a misspelt name is taken by Maven without a word. */
    @Test
    void everyPropertyThatTheDocumentationSetsIsAParameter() throws IOException {
        String goals = Files.readString(Path.of("docs/goals.md"));
        Set<String> parameters = Pattern.compile("\\[`(multiarch\\.[\\w.]+)`]")
                .matcher(goals)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertTrue(parameters.size() > 20, parameters::toString);
        List<String> unknown = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            for (Path page :
                    Stream.concat(pages, Stream.of(Path.of("README.md"))).toList()) {
                Pattern.compile("-D(multiarch\\.[\\w.]*\\w)")
                        .matcher(Files.readString(page))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .filter(name -> !parameters.contains(name) && !name.endsWith(".skip"))
                        .forEach(name -> unknown.add(page + ": " + name));
            }
        }
        assertEquals(List.of(), unknown);
    }
}
