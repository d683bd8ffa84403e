package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users are told to do about the refusals of known registries. */
class RemediesTest {
    private static String remedy(
            String registry, int status, String code, String message, Map<String, String> headers) {
        return Remedies.of(
                new Remedies.Refusal(registry, status, code, message, headers::get), CredentialSource.none());
    }

    private static String remedy(String registry, int status, String code, String message) {
        return remedy(registry, status, code, message == null ? "" : message, Map.of());
    }

    /** The words are those that the registries are known to answer with. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            123456789012.dkr.ecr.eu-west-1.amazonaws.com | 404 | NAME_UNKNOWN | The repository with name 'team/app' does not exist in the registry with id '123456789012' | aws ecr create-repository --repository-name team/app,
            123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn | 404 | NAME_UNKNOWN | The repository with name 'team/app' does not exist in the registry with id '123456789012' | repository creation template
            123456789012.dkr-ecr.eu-west-1.on.aws | 404 | NAME_UNKNOWN | The repository with name 'team/app' does not exist in the registry with id '123456789012' | --repository-name team/app,
            public.ecr.aws | 404 | NAME_UNKNOWN | The repository with name 'a1e6/app' does not exist in the registry with id '123456789012' | aws ecr-public create-repository
            hub.example.com | 404 | NAME_UNKNOWN | The repository with name 'team/app' does not exist in the registry | Create the repository or project first
            123456789012.dkr.ecr.eu-west-1.amazonaws.com | 400 | TAG_INVALID | The image tag '1.0' already exists in the 'app' repository and cannot be overwritten because the repository is immutable. | put-image-tag-mutability
            123456789012.dkr.ecr.eu-west-1.amazonaws.com | 400 | ImageTagAlreadyExistsException | no words | put-image-tag-mutability
            harbor.example.com | 412 | PRECONDITION | Failed to process request due to 'team/app:1.0' configured as immutable. | immutability rule
            harbor.example.com | 412 | PROJECTPOLICYVIOLATION | current image with 12 vulnerabilities cannot be pulled due to configured policy | vulnerabilities
            harbor.example.com | 403 | DENIED | adding 29.0 MiB of storage resource, which when updated to current usage of 152.4 MiB will exceed the configured upper limit of 10.0 MiB. | quota
            harbor.example.com | 404 | NOT_FOUND | project team not found | Create the project team in Harbor
            harbor.example.com | 401 | UNAUTHORIZED | unauthorized to access repository: team/app, action: push: unauthorized to access repository: team/app, action: push | create the project team, or give the login the right to push
            harbor.example.com | 403 | DENIED | unauthorized to access repository: team/deep/app, action: pull | create the project team, or give the login the right to pull
            docker.io | 429 | TOOMANYREQUESTS | You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit | mirror
            ghcr.io | 403 | DENIED | permission_denied: write_package | write:packages
            ghcr.io | 403 | DENIED | installation not allowed to Create organization package | packages: write
            registry.gitlab.com | 403 | DENIED | requested access to the resource is denied | write_registry
            registry.gitlab.example.com | 403 | DENIED | access forbidden | read_registry
            quay.io | 401 | UNAUTHORIZED | access to the requested resource is not authorized | robot account
            europe-docker.pkg.dev | 400 | MANIFEST_INVALID | cannot update tag 1.0. The repository has enabled tag immutability | --no-immutable-tags
            europe-docker.pkg.dev | 404 | NAME_UNKNOWN | Repository "containers" not found | gcloud artifacts repositories create containers
            europe-docker.pkg.dev | 400 | NAME_INVALID | Missing image name. Pushes should be of the form docker push HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE | HOST/PROJECT/REPOSITORY/IMAGE
            hub.example.com | 401 | UNAUTHORIZED | authentication required | docker login hub.example.com
            hub.example.com | 403 | DENIED | requested access to the resource is denied | The login may not do this
            hub.example.com | 404 | NAME_UNKNOWN | `` | Create the repository or project first
            hub.example.com | 404 | MANIFEST_UNKNOWN | `` | Check the name, the tag
            hub.example.com | 405 | `` | `` | read-only
            hub.example.com | 413 | `` | `` | raise that limit
            hub.example.com | 429 | `` | `` | limits the rate
            hub.example.com | 412 | `` | `` | registry's log
            hub.example.com | 500 | `` | `` | The registry failed
            """)
    void knownWordsHaveTheirRemedy(String registry, int status, String code, String message, String expected) {
        String remedy = remedy(registry, status, code == null ? "" : code, message);
        assertTrue(remedy.contains(expected), remedy);
        assertFalse(remedy.contains("{"), remedy);
        assertTrue(remedy.endsWith("."), remedy);
    }

    @Test
    void theLimitsThatDockerHubTellsAreShown() {
        String remedy = remedy(
                "docker.io",
                429,
                "TOOMANYREQUESTS",
                "You have reached your pull rate limit.",
                Map.of("ratelimit-limit", "100;w=21600", "ratelimit-remaining", "0;w=21600"));
        assertEquals(
                "Docker Hub limits pulls per account, or per address without a login (ratelimit-limit 100;w=21600,"
                        + " ratelimit-remaining 0;w=21600): log in (no credentials found for docker.io), read through a"
                        + " mirror, or wait.",
                remedy);
    }

    @Test
    void aNameThatCouldBeAnotherCommandIsNotPutIntoOne() {
        String remedy = remedy(
                "1.dkr.ecr.eu-west-1.amazonaws.com",
                404,
                "NAME_UNKNOWN",
                "The repository with name 'a; rm -r b' does not exist");
        assertEquals("Create the repository or project first, or correct its name.", remedy);
    }

    @Test
    void aHeaderThatIsNoLimitIsNotShown() {
        String remedy = remedy(
                "hub.example.com",
                429,
                "",
                "",
                Map.of("ratelimit-remaining", "0\u001b[2J", "ratelimit-limit", "x".repeat(99)));
        assertEquals("The registry limits the rate of requests. Log in, wait, or use a mirror.", remedy);
    }
}
