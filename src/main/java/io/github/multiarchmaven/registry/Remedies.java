package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.auth.Challenge;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about a refusal: a table of what known registries say, the first line that fits wins; then what the status alone
 * tells. The words are the registries' own and stand for the registry where its host may be anything, as with Harbor.
 */
final class Remedies {
    private static final String ANY = ".*";
    private static final String ECR = ".+\\.dkr[.-]ecr.*\\.(amazonaws\\.com|on\\.aws).*";
    /** The Docker Registry HTTP API's oldest words for it, which many registries kept. */
    private static final String DENIED = "denied|access forbidden|UNAUTHORIZED|insufficient_scope";

    private static final List<Rule> RULES = List.of(
            // https://github.com/plexsystems/sinker/issues/55; "Creating a repository" in the Amazon ECR user guide
            new Rule(
                    ECR,
                    "404",
                    "repository with name '([\\w./-]+)' does not exist",
                    "Amazon ECR makes no repository by itself: run aws ecr create-repository --repository-name {1}, or have a"
                            + " repository creation template make it on push."),
            // https://github.com/actions/starter-workflows/issues/2647
            new Rule(
                    "public\\.ecr\\.aws",
                    "404",
                    "repository with name '[\\w./-]+' does not exist",
                    "Amazon ECR Public makes no repository by itself: run aws ecr-public create-repository"
                            + " --repository-name NAME, without the registry's alias in the name."),
            // https://github.com/moby/buildkit/issues/3776; the API calls it ImageTagAlreadyExistsException
            new Rule(
                    ANY,
                    "400|409",
                    "ImageTagAlreadyExists|cannot be overwritten because the repository is immutable",
                    "Tags of this Amazon ECR repository cannot be moved. Use a new tag, or allow it with aws ecr"
                            + " put-image-tag-mutability."),
            // src/server/middleware/immutable/errors.go of goharbor/harbor
            new Rule(
                    ANY,
                    "412|403",
                    "configured as immutable|is immutable, cannot be overwrite",
                    "A tag immutability rule of the Harbor project keeps this tag. Use a new tag, or change the project's"
                            + " rule."),
            // https://github.com/goharbor/harbor/issues/18792
            new Rule(
                    ANY,
                    "412",
                    "vulnerabilit",
                    "The Harbor project lets no image with vulnerabilities be read. Mend the image under this tag, push"
                            + " under another tag, or allow it in the project's configuration."),
            // https://github.com/goharbor/harbor/issues/17390
            new Rule(
                    ANY,
                    "403|400|413",
                    "will exceed the configured upper limit|Quota exceeded",
                    "The Harbor project's quota is used up. Have it raised, or delete old artifacts and run the garbage"
                            + " collection."),
            // src/lib/errors of goharbor/harbor; administrators are told, others get the next line's words
            new Rule(
                    ANY,
                    "401|403|404",
                    "project ([\\w.-]+) not found",
                    "Create the project {1} in Harbor first, or correct the first part of the repository's name."),
            // https://github.com/goharbor/harbor/issues/21373 and 966: the same for a project that is not there
            new Rule(
                    ANY,
                    "401|403",
                    "unauthorized to access repository: ([\\w.-]+)/?[\\w./-]*, action: (\\w+)",
                    "Harbor says so too when the project does not exist: create the project {1}, or give the login the right"
                            + " to {2} there ({login})."),
            // https://docs.docker.com/docker-hub/usage/pulls/
            new Rule(
                    ANY,
                    "429",
                    "pull rate limit",
                    "Docker Hub limits pulls per account, or per address without a login{limits}: log in ({login}), read"
                            + " through a mirror, or wait."),
            // https://github.com/macbre/push-to-ghcr/pull/31, https://github.com/danger/danger-js/issues/1414
            new Rule(
                    "ghcr\\.io",
                    "401|403",
                    DENIED + "|installation not allowed",
                    "The token needs the scope write:packages (in GitHub Actions: permissions: packages: write), and the"
                            + " package has to admit the repository (package settings, Manage Actions access): {login}."),
            // https://gitlab.com/gitlab-org/gitlab/-/merge_requests/143657: write_registry alone can do nothing
            new Rule(
                    "registry\\.gitlab\\..+",
                    "401|403",
                    DENIED,
                    "GitLab wants a name below the path of a project with its container registry on, and a token with both"
                            + " read_registry and write_registry: {login}."),
            // https://github.com/jaegertracing/jaeger/issues/2498
            new Rule(
                    "quay\\..+",
                    "401|403",
                    "access to the requested resource is not authorized",
                    "Create the repository in Quay and give the robot account the right to write there: {login}."),
            // https://cloud.google.com/artifact-registry/docs/docker/troubleshoot#push
            new Rule(
                    ANY,
                    "4\\d\\d",
                    "repository has enabled tag immutability",
                    "Tags of this Artifact Registry repository cannot be moved. Use a new tag, or allow it with gcloud"
                            + " artifacts repositories update --no-immutable-tags."),
            // https://github.com/GoogleCloudPlatform/avocano/issues/412
            new Rule(
                    ".+docker\\.pkg\\.dev",
                    "404",
                    "Repository \"([\\w.-]+)\" not found",
                    "Create it: gcloud artifacts repositories create {1} --repository-format=docker, with the --location and"
                            + " --project of the name."),
            // https://github.com/docker/build-push-action/issues/171
            new Rule(
                    ".+docker\\.pkg\\.dev",
                    "400",
                    "Missing image name",
                    "Artifact Registry wants names of the form HOST/PROJECT/REPOSITORY/IMAGE."));

    private Remedies() {}

    /**
     * @param registry as in references
     * @param code the distribution specification's; empty for none
     * @param message one line; empty for none
     * @param header gives the answer's header of a name; null for none
     */
    record Refusal(String registry, int status, String code, String message, UnaryOperator<String> header) {}

    /**
     * @param registry, status pattern of the whole
     * @param words pattern of a part of code and message, whatever their case
     * @param remedy with {@code {1}}, {@code {2}} for groups of the words, {@code {login}} and {@code {limits}}
     */
    private record Rule(Pattern registry, Pattern status, Pattern words, String remedy) {
        Rule(String registry, String status, String words, String remedy) {
            this(
                    Pattern.compile(registry),
                    Pattern.compile(status),
                    Pattern.compile(words, Pattern.CASE_INSENSITIVE),
                    remedy);
        }

        /** @return null when the rule does not fit */
        String remedy(Refusal refusal, CredentialSource credentials) {
            Matcher said = words.matcher(refusal.code() + " " + refusal.message());
            if (!registry.matcher(refusal.registry()).matches()
                    || !status.matcher(Integer.toString(refusal.status())).matches()
                    || !said.find()) {
                return null;
            }
            String text = remedy.replace("{login}", credentials.describe(refusal.registry()))
                    .replace("{limits}", limits(refusal));
            for (int group = 1; group <= said.groupCount(); group++) {
                text = text.replace("{" + group + "}", said.group(group));
            }
            return text;
        }
    }

    static String of(Refusal refusal, CredentialSource credentials) {
        for (Rule rule : RULES) {
            String remedy = rule.remedy(refusal, credentials);
            if (remedy != null) {
                return remedy;
            }
        }
        return byStatus(refusal, credentials);
    }

    private static String byStatus(Refusal refusal, CredentialSource credentials) {
        int status = refusal.status();
        return switch (status) {
            case 401 ->
                lacksRight(refusal) && credentials.find(refusal.registry()).isPresent()
                        ? right(refusal.registry(), credentials)
                        : login(refusal.registry(), credentials);
            case 403 -> right(refusal.registry(), credentials);
            case 404 ->
                refusal.code().equals("NAME_UNKNOWN")
                        ? "Create the repository or project first, or correct its name."
                        : "Check the name, the tag and the login: registries also answer so for what may not be seen.";
            case 405 -> "The registry does not allow this here; it may be read-only, or a proxy of another.";
            case 407 ->
                "It is the proxy that wants a login: correct <username> and <password> of its <proxy> in settings.xml.";
            case 413 -> "The registry, or a proxy before it, limits the size of uploads; raise that limit.";
            case 429 ->
                "The registry limits the rate of requests" + limits(refusal) + ". Log in, wait, or use a mirror.";
            default ->
                status >= 500
                        ? "The registry failed. Try again, and look into its log when it stays so."
                        : "Look into the registry's log for the reason.";
        };
    }

    /**
     * Whether the login was good, and its token is for less than was asked: token servers leave out what the user may not do, and
     * the registry then answers 401 as well (RFC 6750, section 3.1).
     */
    private static boolean lacksRight(Refusal refusal) {
        String challenge = refusal.header().apply("WWW-Authenticate");
        return challenge != null
                && Challenge.parse(List.of(challenge)).stream()
                        .anyMatch(c -> c.parameter("error").equals("insufficient_scope"));
    }

    private static String right(String registry, CredentialSource credentials) {
        return "The login may not do this: " + credentials.describe(registry)
                + ". Ask for the right to pull or push there, or use another login.";
    }

    static String login(String registry, CredentialSource credentials) {
        return "The login is refused or missing: " + credentials.describe(registry)
                + ". Correct it, add a <server> with the id '" + registry
                + "' to settings.xml, or run docker login " + registry + ".";
    }

    /** What Docker Hub tells: {@code 100;w=21600} is a hundred in six hours. Empty when nothing is told. */
    private static String limits(Refusal refusal) {
        String limit = refusal.header().apply("ratelimit-limit");
        String remaining = refusal.header().apply("ratelimit-remaining");
        Pattern expected = Pattern.compile("[\\w;=., -]{1,60}");
        String text = "";
        if (limit != null && expected.matcher(limit).matches()) {
            text = "ratelimit-limit " + limit;
        }
        if (remaining != null && expected.matcher(remaining).matches()) {
            text += (text.isEmpty() ? "" : ", ") + "ratelimit-remaining " + remaining;
        }
        return text.isEmpty() ? "" : " (" + text + ")";
    }
}
