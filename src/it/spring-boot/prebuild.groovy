import io.github.multiarchmaven.testbed.DebianJavaBase

new File(basedir, 'test.properties').text = "base=${DebianJavaBase.layout()}\n"
true
