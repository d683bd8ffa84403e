import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def log = log(basedir)
    mustEqual(3 + 2, log.count("Skipped: packaging 'pom' has no application to put into an image."))
    mustEqual(3, log.count('Skipped: multiarch.skip is set.'))
    mustEqual(1, log.count('Skipped: multiarch.push.skip is set.'))
    must(registry.requests().every { it.pathAndQuery().startsWith('/v2/base/') }, 'no request for the image')
} finally {
    registry.close()
}
true
