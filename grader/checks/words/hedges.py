"""What keeps a sentence from being an assertion: said by others, doubted, conditional, or taken back later.

These are looked for in the sentence's text, not among its terms: a clause may be all words that are known and still be
somebody else's opinion.
"""

from __future__ import annotations

import re

SUSPENDED = re.compile(
    r"\b(?:whether|even (?:if|when|though|for|with|under)|unless|(?<!go )(?<!goes )(?<!going )(?<!went )wrong|false"
    r"|incorrect|untrue|nonsense|mistaken(?:ly)?|mistakes?|myth|misconception|contrary|i guess|not sure|do not know"
    r"|no idea|not a problem|no problem|does not matter|still works?|still fine|might think|it seems|doubt(?:s|ful)?"
    r"|not (?:really |actually |quite )?(?:true|so|the case|correct|right|valid)|(?:none|neither) of"
    r"|(?:some|many|most|people|they|others|students?|he|she) (?:\w+ )?(?:say|says|think|thinks|claim|claims|believe"
    r"|believes)|(?:if|as) (?:one|you|we|they) believes?|(?:often|sometimes|usually) (?:said|claimed|believed|thought)"
    r"|said to|supposed(?:ly)?|alleged(?:ly)?"
    r"|den(?:y|ies|ied)|disagree|imagine|far from|hard to believe|as if|despite|in spite of|regardless of whether"
    r"|only (?:for|if|when|where|with|in|under|at|because|during|as|while|until|after|before)|except|apart from)\b"
    r"|(?:\A|[,:] )\W*only\b"
    r"|是否|即使|即便|哪怕|除非|除了|错误|误区|以为|并非|能否|不确定|不知道|猜|与其|不如|不影响|没关系|没问题|与否|仍然可以|仍可"
    r"|只有|(?<!当且)仅当|只在|仅在|仅仅|只对|仅对|只是|有人|据说|声称|谣言|不成立|不对|不正确|不真|假的|谬|怀疑|未必|不见得"
    r"|不一定|否认|反驳|(?:以上|以下|这些|上述).{0,4}都不"
)
DOUBT = re.compile(
    r"\b(?:maybe|perhaps|might|may|could|would|possibly|probably|i think|i believe|i guess|seems?|should|tempt\w*"
    r"|but|however|although|though|yet|try|tries|tried|want|wish|hope)\b"
    r"|可能|也许|大概|应该|或许|觉得|似乎|好像|感觉|我想|但|不过|然而|虽然|尽管|试图|想要|希望"
)
CONDITION = re.compile(
    r"\b(?:if|when|whenever|provided|assuming|given|as long as|under the condition|while|where|once|then|now)\b"
    r"|(?<![应相])当|若|如果|只要|假设|(?<![此同])时(?!间|常|刻)|满秩|这样|那么"
)
TAKEN_BACK = re.compile(
    r"\W*(?:(?:but|however|yet|no),? )?(?:this|that|these|it|all (?:of )?(?:this|that)|the (?:above|former))"
    r" (?:is|are|was|were|would be) (?:all |of course |clearly |simply )?"
    r"(?:wrong|false|untrue|incorrect|nonsense|not (?:true|the case|so|right|correct)|a (?:mistake|myth|misconception))"
    r"|\W*(?:wrong|false|not true|not so|unless|except|only (?:if|when|for))\b|\W*no,|\W*(?:除非|除了|仅当|只有)"
    r"|\W*(?:但|然而|不过)?(?:这|那|以上|上述)(?:个|种|些)?(?:说法|想法|观点|看法|话|结论)?(?:都|是|就|显然|其实)*"
    r"(?:错|不对|不正确|不成立|有误|不是这样)|\W*(?:其实不然|并非如此|其实不是|错)"
)
TURNS = re.compile(  # how a sentence begins that may take the misconception before it back
    r"\W*(?:but|however|yet|still|no|not|this|that|actually|in fact|of course|instead|then|unfortunately)\b"
    r"|\W*(?:但|然而|不过|可是|其实|实际上|这|那|可惜)"
)
PRONOUN = re.compile(
    r"\W*(?:(?:then|so|and|also|here|therefore|hence|thus|moreover|besides|again|because|since|as)\W+)*"
    r"(?:it|they|this|that|these|its|such)\b"
    r"|\W*(?:此时|这时|因此|所以|而且|并且|同时|另外|因为|而)?,?(?:它|其(?!他|它|中|余|次)|该|这)"
)
