import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    mustSay(basedir, /\[ERROR\] .*packaging 'war'/)
} finally {
    registry.close()
}
true
