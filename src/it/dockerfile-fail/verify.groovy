import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import io.github.multiarchmaven.layout.ImageLayout
import io.github.multiarchmaven.testbed.TestbedFolder

def registry = of(context)
try {
    mustSay(basedir, /\[INFO\] Built \S+\/team\/app:1\.0 sha256:\w+ with buildah/)
    mustSay(basedir, /\[ERROR\] .*There is no Dockerfile \S+None\. Write it, or name another in the parameter dockerfile/)
    mustSay(basedir, /\[ERROR\] .*The parameter engine is 'kaniko'\. Use one of auto, buildx, buildctl, buildah\./)
    mustSay(basedir, /\[ERROR\] .*no engine can be used\. For buildctl no address of a BuildKit is set/)
    mustSay(basedir, /\[ERROR\] .*The parameter engineProgram names \/none\/buildah, which is not a program\./)
    mustSay(basedir, /\[ERROR\] .*for linux\/s390x with buildah: .*A base image lacks the platform\./)
    mustSay(basedir, /\[ERROR\] .*environment variable NO_SUCH_VARIABLE, which is not set\./)
    mustSay(basedir, /\[ERROR\] .*The parameter network is 'bridge'\. Use one of default, none, host\./)
    mustSay(basedir, /\[ERROR\] .*the step 'COPY Dockerfile not-there \/' for linux\/\w+ failed: .*not-there/)
    mustSay(basedir, /\[ERROR\] .*linux\/s390x would have to be emulated, as the engine's own is linux\//)
    mustSay(basedir, /\[ERROR\] .*The parameter creationTime is 'yesterday'\./)
    // What the first run built is still there, and whole.
    def layout = ImageLayout.open(new File(basedir, 'target/multiarch/team+app').toPath())
    mustEqual(['linux/amd64', 'linux/arm64'], layout.manifest('1.0').children().collect { it.platform().get().toString() })
    mustEqual([], new File(basedir, 'target/multiarch-engine').list() as List)
} finally {
    TestbedFolder.delete(context.get('home'))
    registry.close()
}
true
