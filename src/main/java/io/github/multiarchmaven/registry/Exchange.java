package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.auth.Scope;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Requests to one repository, with its login. A 401 is answered once; any other status is the caller's to judge. */
final class Exchange {
    /** Bytes from which on sending takes long enough for a token to end meanwhile. */
    private static final long LONG_UPLOAD = 16L * 1024 * 1024;

    private final Http http;
    private final Authorizer authorizer;
    private final RegistryOptions options;
    private final Reference repository;
    private final URI base;

    /** What a request needs the right to do. */
    enum Right {
        PULL,
        PUSH
    }

    Exchange(Http http, Authorizer authorizer, RegistryOptions options, Reference repository) {
        this.http = http;
        this.authorizer = authorizer;
        this.options = options;
        this.repository = repository;
        this.base = URI.create(http.base(repository.registry()));
    }

    Reference repository() {
        return repository;
    }

    /** {@code /v2/<name>/...} */
    URI url(String path) {
        return URI.create(base + "/v2/" + repository.repository() + "/" + path);
    }

    /** A request described, then sent. */
    final class Call {
        private final String doing;
        private final String method;
        private final URI url;
        private final Right right;
        private Map<String, String> headers = Map.of();
        private Http.Body body;
        private Reference alsoPull;
        private Http.Manner manner = Http.Manner.WHOLE;
        private Gate.Permit permit;

        private Call(String doing, String method, URI url, Right right) {
            this.doing = doing;
            this.method = method;
            this.url = url;
            this.right = right;
        }

        Call headers(Map<String, String> all) {
            headers = all;
            return this;
        }

        Call body(Http.Body content) {
            body = content;
            return this;
        }

        Call manner(Http.Manner how) {
            manner = how;
            return this;
        }

        /** Goes under a permit that the caller holds. */
        Call under(Gate.Permit held) {
            permit = held;
            return this;
        }

        /** Another repository of the same registry that has to be readable too, for a mount. */
        Call alsoPull(Reference other) {
            alsoPull = other;
            return this;
        }

        private Authorizer.Request authorization() {
            String name = repository.repository();
            Scope own = right == Right.PULL ? Scope.pull(name) : Scope.push(name);
            Scope scope = alsoPull == null ? own : own.with(Scope.pull(alsoPull.repository()));
            boolean longUpload = body != null && body.length() >= LONG_UPLOAD;
            return new Authorizer.Request(repository, base, scope, doing, longUpload);
        }

        /** Sends, logging in when asked to. The caller closes the answer. */
        Answer send() {
            try {
                return sendOrBreak();
            } catch (IOException e) {
                throw broken(e);
            }
        }

        /**
         * The same for callers that know what to do about a connection that broke.
         *
         * @throws RegistryException when the login failed, or could not be had
         */
        Answer sendOrBreak() throws IOException {
            // An upload's location may be elsewhere; our login is not for that place.
            boolean own = Urls.sameOrigin(base, url);
            String first = own ? authorizer.known(authorization()) : null;
            Answer answer = http.send(request(first));
            // A 401 from where a redirect led is that server's: it has no say in where our login goes.
            if (answer.status() != 401 || !own || !Urls.sameOrigin(base, answer.url())) {
                return answer;
            }
            String second = afterRefusal(answer, first);
            if (second == null) {
                return answer;
            }
            answer.close();
            return http.send(request(second));
        }

        private Http.Call request(String authorization) {
            return new Http.Call(method, url, headers, authorization, body, manner, permit);
        }

        ImageException broken(IOException e) {
            return Failures.broken(doing, method, url, e);
        }

        private String afterRefusal(Answer answer, String first) throws IOException {
            try {
                return authorizer.afterRefusal(authorization(), answer, first);
            } catch (RuntimeException e) {
                // Nobody else has the answer then, and its connection would be lost to the pool.
                answer.close();
                throw e;
            }
        }

        /** Sends, and takes any answer but a success for a failure. */
        Answer sendWell() {
            Answer answer = send();
            if (answer.isSuccess()) {
                return answer;
            }
            throw refused(answer);
        }

        RegistryException refused(Answer answer) {
            return Failures.refused(
                    doing, repository.registry(), answer, options.credentials().forRepository(repository.repository()));
        }
    }

    AddressRules rules() {
        return http.rules();
    }

    Gate gate(URI url) {
        return http.gate(url);
    }

    Attempts attempts(String method, URI url) {
        return http.attempts(method, url);
    }

    /** @param doing what is being done to which reference, the beginning of an error's sentence */
    Call call(String doing, String method, URI url, Right right) {
        return new Call(doing, method, url, right);
    }
}
